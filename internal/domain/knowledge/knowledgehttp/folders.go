package knowledgehttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/httpx"
)

type folderList struct {
	Items []knowledge.Folder `json:"items"`
}

type createFolderInput struct {
	Body struct {
		Scope    string `json:"scope" enum:"personal,team,company"`
		OwnerID  string `json:"ownerId,omitempty" maxLength:"30"`
		ParentID string `json:"parentId,omitempty" maxLength:"30"`
		Name     string `json:"name"`
	}
}

type updateFolderInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64   `json:"version"`
		Name     *string `json:"name,omitempty"`
		ParentID *string `json:"parentId,omitempty" doc:"Empty: the top of the tree."`
		Position *int    `json:"position,omitempty"`
	}
}

func registerFolders(api *httpx.API, s *knowledge.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/reply-folders", ID: "listReplyFolders", Tag: tag, Permission: knowledge.PermUse,
		Summary: "The folders of quick replies, by position and name",
	},
		func(ctx context.Context, in *foldersInput) (*reply[folderList], error) {
			out, err := s.Folders(ctx, knowledge.Tree{Scope: knowledge.Scope(in.Scope), OwnerID: in.OwnerID})
			return &reply[folderList]{folderList{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/reply-folders", ID: "createReplyFolder", Tag: tag, Status: http.StatusCreated,
		Permission: knowledge.PermUse, Summary: "Add a folder", Idempotent: true,
		Codes: []string{knowledge.ErrTooDeep.Code, knowledge.ErrTooManyFolders.Code},
	},
		func(ctx context.Context, in *createFolderInput) (*reply[knowledge.Folder], error) {
			b := in.Body
			out, err := s.CreateFolder(ctx, knowledge.Tree{Scope: knowledge.Scope(b.Scope), OwnerID: b.OwnerID}, b.ParentID, b.Name)
			return &reply[knowledge.Folder]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/reply-folders/{id}", ID: "updateReplyFolder", Tag: tag, Permission: knowledge.PermUse,
		Summary: "Rename, move or order a folder", Codes: []string{knowledge.ErrLoop.Code, knowledge.ErrTooDeep.Code, "conflict"},
	},
		func(ctx context.Context, in *updateFolderInput) (*reply[knowledge.Folder], error) {
			b := in.Body
			out, err := s.UpdateFolder(ctx, in.ID, knowledge.EditFolder{Version: b.Version, Name: b.Name, ParentID: b.ParentID, Position: b.Position})
			return &reply[knowledge.Folder]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/reply-folders/{id}", ID: "deleteReplyFolder", Tag: tag, Status: http.StatusNoContent,
		Permission: knowledge.PermUse, Summary: "Remove an empty folder", Codes: []string{knowledge.ErrFolderFull.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.DeleteFolder(ctx, in.ID) })
}
